package io.heliograph.server.transport.http;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One page of JSON, told to holders of the observability token. Immutable.
 *
 * @param path the whole path
 * @param hasNames whether there is also a page for each name behind the path and a slash
 * @param content makes the page at each request; thread-safe, and never waits
 */
public record JsonPage(String path, boolean hasNames, Function<JsonQuery, JsonReply> content) {

    /** A page that is the same whatever is asked. */
    public JsonPage(String path, Supplier<String> content) {
        this(path, false, query -> new JsonReply.Page(content.get()));
    }

    /** The page for a call that came to its path, or to a name behind it. */
    HttpAnswer answer(HttpCall call) {
        String name = call.path().length() > path.length() ? call.path().substring(path.length() + 1) : "";
        return switch (content.apply(new JsonQuery(name, call.parameters()))) {
            case JsonReply.Page page -> HttpAnswer.json(200, page.json());
            case JsonReply.Unknown ignored -> HttpAnswer.notFound();
            case JsonReply.Invalid invalid ->
                AdminAnswers.invalid(List.of(new AdminProblem(
                        List.of(invalid.place(), invalid.field()), invalid.message(), invalid.type())));
        };
    }
}
