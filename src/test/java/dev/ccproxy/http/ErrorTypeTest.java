package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTypeTest {

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "402, billing_error",
        "403, permission_error",
        "404, not_found_error",
        "405, invalid_request_error",
        "406, invalid_request_error",
        "409, conflict_error",
        "413, request_too_large",
        "415, invalid_request_error",
        "429, rate_limit_error",
        "500, api_error",
        "502, api_error",
        "503, service_error",
        "504, timeout_error",
        "529, overloaded_error"
    })
    void everyStatusHasTheTypeOfTheTable(int status, String type) {
        assertThat(ErrorType.ofStatus(status).type()).isEqualTo(type);
        assertThat(ErrorType.ofStatus(status).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"414, 400", "431, 400", "499, 400", "501, 500", "599, 500", "200, 500"})
    void anotherStatusHasTheTypeOfItsClass(int status, int like) {
        assertThat(ErrorType.ofStatus(status).status()).isEqualTo(like);
    }

    @ParameterizedTest
    @EnumSource
    void noTwoTypesHaveTheSameStatus(ErrorType type) {
        assertThat(ErrorType.ofStatus(type.status())).isSameAs(type);
    }

    @Test
    void messagesOfTheContractStay() {
        assertThat(ErrorType.AUTHENTICATION.message()).isEqualTo("Invalid or missing API key");
        assertThat(ErrorType.API.message()).isEqualTo("Internal server error");
        assertThat(ErrorType.SERVICE.message()).isEqualTo("Service temporarily unavailable");
    }
}
