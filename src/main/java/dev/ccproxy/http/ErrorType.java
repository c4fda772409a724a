package dev.ccproxy.http;

import java.util.Locale;

/** Every error that a client can get: the {@code type} of the JSON body, the HTTP status and the usual message. */
public enum ErrorType {
    /** 400: the request holds a value that is not allowed; the message says which values are. */
    INVALID_REQUEST(400, "invalid_request_error", "Invalid request"),
    /** 401: neither a valid key nor a local caller. */
    AUTHENTICATION(401, "authentication_error", "Invalid or missing API key"),
    /** 402: there is no credit or budget left to pay for the request. */
    BILLING(402, "billing_error", "Payment required"),
    /** 403: the client is known and may not do this. */
    PERMISSION(403, "permission_error", "Permission denied"),
    /** 404: there is nothing at this URL. */
    NOT_FOUND(404, "not_found_error", "Not found"),
    /** 405: the URL has no such method; {@code Allow} lists those it has. */
    METHOD_NOT_ALLOWED(405, "invalid_request_error", "Method not allowed"),
    /** 406: the resource has no media type that the client accepts. */
    NOT_ACCEPTABLE(406, "invalid_request_error", "Accept must allow a media type of the resource"),
    /** 409: the request contradicts the present state of what it is about. */
    CONFLICT(409, "conflict_error", "Conflict"),
    /** 413: the request's body is larger than allowed. */
    REQUEST_TOO_LARGE(413, "request_too_large", "Request too large"),
    /** 415: the request's body is of a media type that is not understood. */
    UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error", "Unsupported media type"),
    /** 429: too many requests; {@code Retry-After} says when to come back. */
    RATE_LIMIT(429, "rate_limit_error", "Too many requests", 1),
    /** 429, of which clients tell their user: a budget is spent; {@code Retry-After} says when the next one begins. */
    BUDGET(429, "billing_error", "The budget is spent"),
    /** 500: this program failed; the log has the reason under the request's id. */
    API(500, "api_error", "Internal server error"),
    /** 501: providers have such a URL, and this program does not. */
    NOT_SUPPORTED(501, "not_supported", "Not supported"),
    /** 502: a provider sent no valid response. */
    BAD_GATEWAY(502, "api_error", "The provider sent no valid response"),
    /** 503: this program does not serve now; {@code Retry-After} says when to come back. */
    SERVICE(503, "service_error", "Service temporarily unavailable", 30),
    /** 504: a provider did not respond in time. */
    TIMEOUT(504, "timeout_error", "The provider did not respond in time"),
    /** 529, a status of Anthropic's: too much at once, here or at a provider. */
    OVERLOADED(529, "overloaded_error", "Overloaded");

    private final int status;
    private final String type;
    private final String message;
    private final int retryAfter;

    ErrorType(int status, String type, String message) {
        this(status, type, message, 0);
    }

    ErrorType(int status, String type, String message, int retryAfter) {
        this.status = status;
        this.type = type;
        this.message = message;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    String type() {
        return type;
    }

    /** Which error of this program's it is, for {@code x-ccproxy-error}, such as {@code request_too_large}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that belongs to an error of the Messages API, by its {@code type}; 500 for one that is unknown. */
    public static int statusOf(String type) {
        for (ErrorType each : values()) {
            if (each.type.equals(type)) {
                return each.status;
            }
        }
        return API.status;
    }

    /** The {@code type} of an error of the Messages API, by its status; that of its class if it has none of its own. */
    public static String typeOf(int status) {
        return ofStatus(status).type;
    }

    String message() {
        return message;
    }

    /**
     * When to come back, unless it is known better.
     *
     * @return seconds: by when an operator or a restart may have helped, or a limit allows the next request; 0 for no
     *     {@code Retry-After}
     */
    public int retryAfter() {
        return retryAfter;
    }

    /** The type for a status that came from elsewhere; a status without a type of its own counts as its class's. */
    static ErrorType ofStatus(int status) {
        for (ErrorType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? INVALID_REQUEST : API;
    }
}
