package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Documents;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        "501, not_supported",
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
    @CsvSource({"414, 400", "431, 400", "499, 400", "505, 500", "599, 500", "200, 500"})
    void anotherStatusHasTheTypeOfItsClass(int status, int like) {
        assertThat(ErrorType.ofStatus(status).status()).isEqualTo(like);
    }

    /** But for a budget, of which clients tell their user only with this status. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUDGET")
    void noTwoTypesHaveTheSameStatus(ErrorType type) {
        assertThat(ErrorType.ofStatus(type.status())).isSameAs(type);
    }

    @Test
    void errorsOfTheContractStay() {
        List<MatchResult> examples = Pattern.compile(
                        "\"type\": \"(.*)\",\\s*\"message\": \"(.*)\"[\\s}]*```\\s*HTTP Status: (\\d+)")
                .matcher(Documents.read(Documents.CONTRACT))
                .results()
                .toList();
        assertThat(examples).hasSize(2);
        for (MatchResult example : examples) {
            ErrorType type = ErrorType.ofStatus(Integer.parseInt(example.group(3)));
            assertThat(List.of(type.type(), type.message()))
                    .as(
                            "ErrorType.%s must be as in %s, on which clients rely; change that copy only if the published"
                                    + " contract has changed",
                            type.name(), Documents.CONTRACT)
                    .containsExactly(example.group(1), example.group(2));
        }
    }

    /** Below /v1 the description names no types, and some are used nowhere else. */
    @Test
    void everyTypeOutsideV1IsDescribed() {
        List<ErrorType> belowV1 = List.of(
                ErrorType.BILLING,
                ErrorType.BUDGET,
                ErrorType.CONFLICT,
                ErrorType.NOT_SUPPORTED,
                ErrorType.TIMEOUT,
                ErrorType.OVERLOADED);
        Set<String> types = Arrays.stream(ErrorType.values())
                .filter(type -> !belowV1.contains(type))
                .map(ErrorType::type)
                .collect(Collectors.toSet());
        assertThat(Documents.openApiEnum("components", "schemas", "Error", "properties", "error", "properties", "type"))
                .as("%s, type of Error, must list the type of every ErrorType used outside /v1", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void theMessageOfAnUnexpectedErrorStays() {
        assertThat(ErrorType.API.message()).isEqualTo("Internal server error");
    }

    @Test
    void theReadmeShowsTheErrorOfAMissingKey() {
        assertThat(Documents.read(Documents.README))
                .as("%s, \"URLs\", must show the body of a 401", Documents.README)
                .contains("`{\"error\":{\"type\":\"" + ErrorType.AUTHENTICATION.type() + "\",\"message\":\""
                        + ErrorType.AUTHENTICATION.message() + "\"}}`");
    }
}
