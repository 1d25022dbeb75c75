package io.heliograph.server.error;

import static io.heliograph.server.error.StatusName.ALREADY_EXISTS;
import static io.heliograph.server.error.StatusName.DEADLINE_EXCEEDED;
import static io.heliograph.server.error.StatusName.FAILED_PRECONDITION;
import static io.heliograph.server.error.StatusName.INTERNAL;
import static io.heliograph.server.error.StatusName.INVALID_ARGUMENT;
import static io.heliograph.server.error.StatusName.PERMISSION_DENIED;
import static io.heliograph.server.error.StatusName.RESOURCE_EXHAUSTED;
import static io.heliograph.server.error.StatusName.UNAUTHENTICATED;
import static io.heliograph.server.error.StatusName.UNAVAILABLE;
import static io.heliograph.server.error.StatusName.UNIMPLEMENTED;
import static io.heliograph.server.error.StatusName.UNKNOWN;

/**
 * Every failure a client can be told, with the gRPC status and the HTTP status it travels as. The codes are contract: clients
 * search for {@code ERR\d{4}} and nothing else.
 */
public enum ErrorCode {
    SESSION_ID_REQUIRED("ERR1001", INVALID_ARGUMENT, 400, "session_id is required and at most 512 bytes long"),
    SESSION_ID_ALREADY_ACTIVE("ERR1002", ALREADY_EXISTS, 409, "session_id is already active"),
    VAD_THRESHOLD_NEGATIVE("ERR1003", INVALID_ARGUMENT, 400, "the VAD threshold must be a number of at least 0"),
    SESSION_ID_MISSING("ERR1004", UNAUTHENTICATED, 401, "session_id is missing or unknown"),
    SESSION_TOKEN_INVALID("ERR1005", PERMISSION_DENIED, 403, "the session token is invalid"),
    SESSION_TIMEOUT("ERR1006", DEADLINE_EXCEEDED, 504, "the session was inactive for too long"),
    AUDIO_CHUNK_TOO_LARGE("ERR1007", INVALID_ARGUMENT, 400, "the audio chunk was refused"),
    VAD_POOL_EXHAUSTED("ERR1008", RESOURCE_EXHAUSTED, 503, "no detector slot is free"),
    API_KEY_MISSING("ERR1009", UNAUTHENTICATED, 401, "an API key is required"),
    DECODE_OPTION_INVALID("ERR1010", INVALID_ARGUMENT, 400, "the decode profile has unknown options"),
    SESSION_LIMIT_EXCEEDED("ERR1011", RESOURCE_EXHAUSTED, 429, "a session limit is reached"),
    CREATE_SESSION_RATE_LIMITED("ERR1012", RESOURCE_EXHAUSTED, 429, "too many CreateSession calls"),
    SERVER_SHUTTING_DOWN("ERR1013", UNAVAILABLE, 503, "the server is shutting down"),
    CREATE_SESSION_AUTH_INVALID("ERR1014", UNAUTHENTICATED, 401, "authentication failed"),
    DECODE_TIMEOUT("ERR2001", DEADLINE_EXCEEDED, 504, "the decode did not finish in time"),
    DECODE_TASK_FAILED("ERR2002", INTERNAL, 500, "the decode failed"),
    STREAM_RATE_LIMITED("ERR2003", RESOURCE_EXHAUSTED, 429, "the stream sends audio too fast"),
    STREAM_AUDIO_LIMIT_EXCEEDED("ERR2004", RESOURCE_EXHAUSTED, 429, "the stream's total audio limit is reached"),
    CREATE_SESSION_UNEXPECTED("ERR3001", UNKNOWN, 500, "unexpected failure in CreateSession"),
    STREAM_UNEXPECTED("ERR3002", UNKNOWN, 500, "unexpected failure in the stream"),
    ADMIN_API_DISABLED("ERR4001", UNIMPLEMENTED, 501, "the admin API is disabled"),
    MODEL_ALREADY_LOADED("ERR4002", ALREADY_EXISTS, 409, "the model is already loaded"),
    MODEL_UNLOAD_FAILED("ERR4003", FAILED_PRECONDITION, 400, "the model cannot be unloaded"),
    ADMIN_UNAUTHORIZED("ERR4004", UNAUTHENTICATED, 401, "the admin token is missing or wrong"),
    ADMIN_MODEL_PATH_FORBIDDEN("ERR4005", PERMISSION_DENIED, 403, "the model path is not permitted"),
    OBS_UNAUTHORIZED("ERR4006", UNAUTHENTICATED, 401, "the observability token is missing or wrong"),
    HTTP_RATE_LIMITED("ERR4007", RESOURCE_EXHAUSTED, 429, "too many HTTP requests"),
    HTTP_IP_FORBIDDEN("ERR4008", PERMISSION_DENIED, 403, "the address is not allowed"),
    ADMIN_MODEL_PROFILE_UNKNOWN("ERR4009", INVALID_ARGUMENT, 400, "the model profile is unknown");

    private final String code;
    private final StatusName status;
    private final int httpStatus;
    private final String text;

    ErrorCode(String code, StatusName status, int httpStatus, String text) {
        this.code = code;
        this.status = status;
        this.httpStatus = httpStatus;
        this.text = text;
    }

    /** {@code ERR} and four digits. */
    public String code() {
        return code;
    }

    /** The gRPC status. */
    public StatusName status() {
        return status;
    }

    /** The HTTP status. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What happened, in English, without numbers. */
    public String text() {
        return text;
    }
}
