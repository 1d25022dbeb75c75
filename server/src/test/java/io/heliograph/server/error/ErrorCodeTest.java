package io.heliograph.server.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients and gateways act on code and status: both are contract (section 10). */
final class ErrorCodeTest {
    private static final String CONTRACT = """
            ERR1001 SESSION_ID_REQUIRED INVALID_ARGUMENT 400
            ERR1002 SESSION_ID_ALREADY_ACTIVE ALREADY_EXISTS 409
            ERR1003 VAD_THRESHOLD_NEGATIVE INVALID_ARGUMENT 400
            ERR1004 SESSION_ID_MISSING UNAUTHENTICATED 401
            ERR1005 SESSION_TOKEN_INVALID PERMISSION_DENIED 403
            ERR1006 SESSION_TIMEOUT DEADLINE_EXCEEDED 504
            ERR1007 AUDIO_CHUNK_TOO_LARGE INVALID_ARGUMENT 400
            ERR1008 VAD_POOL_EXHAUSTED RESOURCE_EXHAUSTED 503
            ERR1009 API_KEY_MISSING UNAUTHENTICATED 401
            ERR1010 DECODE_OPTION_INVALID INVALID_ARGUMENT 400
            ERR1011 SESSION_LIMIT_EXCEEDED RESOURCE_EXHAUSTED 429
            ERR1012 CREATE_SESSION_RATE_LIMITED RESOURCE_EXHAUSTED 429
            ERR1013 SERVER_SHUTTING_DOWN UNAVAILABLE 503
            ERR1014 CREATE_SESSION_AUTH_INVALID UNAUTHENTICATED 401
            ERR2001 DECODE_TIMEOUT DEADLINE_EXCEEDED 504
            ERR2002 DECODE_TASK_FAILED INTERNAL 500
            ERR2003 STREAM_RATE_LIMITED RESOURCE_EXHAUSTED 429
            ERR2004 STREAM_AUDIO_LIMIT_EXCEEDED RESOURCE_EXHAUSTED 429
            ERR3001 CREATE_SESSION_UNEXPECTED UNKNOWN 500
            ERR3002 STREAM_UNEXPECTED UNKNOWN 500
            ERR4001 ADMIN_API_DISABLED UNIMPLEMENTED 501
            ERR4002 MODEL_ALREADY_LOADED ALREADY_EXISTS 409
            ERR4003 MODEL_UNLOAD_FAILED FAILED_PRECONDITION 400
            ERR4004 ADMIN_UNAUTHORIZED UNAUTHENTICATED 401
            ERR4005 ADMIN_MODEL_PATH_FORBIDDEN PERMISSION_DENIED 403
            ERR4006 OBS_UNAUTHORIZED UNAUTHENTICATED 401
            ERR4007 HTTP_RATE_LIMITED RESOURCE_EXHAUSTED 429
            ERR4008 HTTP_IP_FORBIDDEN PERMISSION_DENIED 403
            ERR4009 ADMIN_MODEL_PROFILE_UNKNOWN INVALID_ARGUMENT 400
            """;

    @Test
    void codesAndStatusesAreTheContracts() {
        assertEquals(
                CONTRACT.strip(),
                Arrays.stream(ErrorCode.values())
                        .map(each ->
                                "%s %s %s %d".formatted(each.code(), each.name(), each.status(), each.httpStatus()))
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void messagesAreTheCodeABlankAndPrintableAscii() {
        for (ErrorCode each : ErrorCode.values()) {
            String message = SttException.message(each, "3 of 2 \u00fc\n" + "x".repeat(600));
            assertTrue(message.matches("ERR\\d{4} [ -~]+: 3 of 2 \\?\\?x+"), message);
            assertEquals(512, message.length());
            assertEquals(each.code() + " " + each.text(), SttException.message(each, ""));
        }
    }
}
