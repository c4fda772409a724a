package dev.ccproxy.http;

/** Every error that a caller can be told of: the {@code type} of the JSON body, the HTTP status and the usual message. */
public enum ErrorType {
    /** 400: the request holds a value that is not allowed; the message says which, and what is. */
    INVALID_REQUEST(400, "invalid_request_error", "Invalid request"),
    /** 401: neither a valid key nor a local caller. */
    AUTHENTICATION(401, "authentication_error", "Invalid or missing API key"),
    /** 403: the caller is known and may not do this. */
    PERMISSION(403, "permission_error", "Permission denied"),
    /** 404: there is nothing at this URL. */
    NOT_FOUND(404, "not_found_error", "Not found"),
    /** 405: the URL has no such method; {@code Allow} lists those it has. */
    METHOD_NOT_ALLOWED(405, "invalid_request_error", "Method not allowed"),
    /** 406: no media type that the caller accepts can be given. */
    NOT_ACCEPTABLE(406, "invalid_request_error", "Not acceptable: no media type of the Accept header can be given"),
    /** 413: the request's body is larger than allowed. */
    REQUEST_TOO_LARGE(413, "request_too_large", "Request too large"),
    /** 415: the request's body is of a media type that is not understood. */
    UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error", "Unsupported media type"),
    /** 429: too many requests; {@code Retry-After} says when to come back. */
    RATE_LIMIT(429, "rate_limit_error", "Too many requests"),
    /** 500: this program failed; the log has the reason under the request's id. */
    API(500, "api_error", "Internal server error"),
    /** 503: this program does not serve now; {@code Retry-After} says when to come back. */
    SERVICE(503, "service_error", "Service temporarily unavailable");

    private final int status;
    private final String type;
    private final String message;

    ErrorType(int status, String type, String message) {
        this.status = status;
        this.type = type;
        this.message = message;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String message() {
        return message;
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
