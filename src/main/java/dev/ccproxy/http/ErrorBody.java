package dev.ccproxy.http;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * The body of every error answer: {@code {"error":{"type":"…","message":"…"}}}.
 *
 * @param error what went wrong
 */
public record ErrorBody(Detail error) {

    /**
     * What went wrong.
     *
     * @param type a type of {@link ErrorType}
     * @param message a sentence for a person
     */
    @JsonbPropertyOrder({"type", "message"})
    public record Detail(String type, String message) {}

    static ErrorBody of(ErrorType type, String message) {
        return new ErrorBody(new Detail(type.type(), message));
    }
}
