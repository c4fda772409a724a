package dev.ccproxy.monitor;

import dev.ccproxy.config.ProviderSettings.CheckMode;

/** Makes a {@link Diagnosis} of a provider's response. */
final class ResponseDiagnosis {

    private ResponseDiagnosis() {}

    /** The diagnosis of a response, by the mode of the check. */
    static Diagnosis of(CheckMode mode, int status, Body body) {
        // An invalid status counts as a 5xx (RFC 9110, 15).
        if (status >= 500 || status < 100) {
            return Diagnosis.of(Reason.SERVER_ERROR);
        }
        return switch (mode) {
            case MODELS -> ofModels(status, body);
            case REACH, OFF -> Diagnosis.of(Reason.OK);
        };
    }

    private static Diagnosis ofModels(int status, Body body) {
        if (status >= 200 && status < 300) {
            return ModelList.isIn(body) ? Diagnosis.of(Reason.OK) : new Diagnosis(Reason.CLIENT_ERROR, noList(body));
        }
        if (status < 400) {
            return Diagnosis.of(Reason.CLIENT_ERROR);
        }
        Diagnosis refusal = Refusals.find(body.text());
        return refusal != null ? refusal : Diagnosis.of(ofStatus(status));
    }

    private static Reason ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> Reason.KEY_REJECTED;
            case 402 -> Reason.QUOTA_EXCEEDED;
            case 429 -> Reason.RATE_LIMITED;
            default -> Reason.CLIENT_ERROR;
        };
    }

    private static String noList(Body body) {
        return body.isEmpty()
                ? "the response is empty instead of a list of models"
                : "the response is not a JSON object with a list of models as data or models";
    }
}
