package io.heliograph.server.transport.http;

import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.telemetry.JsonWriter;
import java.util.List;

/** What an operator's request gets, also when it is not done. Pure. */
final class AdminAnswers {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;
    static final int CONFLICT = 409;
    private static final int INVALID = 422;
    private static final int UNAVAILABLE = 503;

    private AdminAnswers() {}

    static HttpAnswer of(AdminAction action, Operator operator, HttpCall call) {
        try {
            return action.answer(operator, call);
        } catch (AdminRequestException e) {
            return invalid(e.problems());
        } catch (UnreadableBodyException e) {
            return invalid(
                    e.status(), List.of(new AdminProblem(List.of("body"), String.valueOf(e.getMessage()), e.type())));
        } catch (ControlException e) {
            return switch (e.kind()) {
                case FORBIDDEN -> detail(FORBIDDEN, e);
                case UNKNOWN -> detail(UNKNOWN, e);
                case UNAVAILABLE -> detail(UNAVAILABLE, e);
                case INVALID -> invalid(List.of(new AdminProblem(List.of("body"), words(e), "value_error")));
            };
        }
    }

    static HttpAnswer ok(JsonWriter body) {
        return HttpAnswer.json(OK, body.toString());
    }

    /** {@code {"status": …}}: done, nothing more to say. */
    static HttpAnswer status(String status) {
        return ok(new JsonWriter().beginObject().key("status").value(status).endObject());
    }

    /** {@code {"detail":[{loc, msg, type}…]}} of contract §11.4. */
    static HttpAnswer invalid(List<AdminProblem> problems) {
        return invalid(INVALID, problems);
    }

    private static HttpAnswer invalid(int status, List<AdminProblem> problems) {
        JsonWriter body = new JsonWriter().beginObject().key("detail").beginArray();
        for (AdminProblem problem : problems) {
            body.beginObject().key("loc").beginArray();
            problem.location().forEach(body::value);
            body.endArray()
                    .key("msg")
                    .value(problem.message())
                    .key("type")
                    .value(problem.type())
                    .endObject();
        }
        return HttpAnswer.json(status, body.endArray().endObject().toString());
    }

    private static HttpAnswer detail(int status, ControlException e) {
        return HttpAnswer.json(
                status,
                new JsonWriter()
                        .beginObject()
                        .key("detail")
                        .value(words(e))
                        .endObject()
                        .toString());
    }

    private static String words(ControlException e) {
        return String.valueOf(e.getMessage());
    }
}
