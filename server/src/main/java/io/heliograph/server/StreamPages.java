package io.heliograph.server;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.trace.StreamTraces;
import io.heliograph.server.trace.TraceJson;
import io.heliograph.server.transport.http.JsonPage;
import io.heliograph.server.transport.http.JsonQuery;
import io.heliograph.server.transport.http.JsonReply;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /streams}: which streams are known, the time line of one, the slowest utterances of all. Stateless. */
final class StreamPages {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16}");

    private StreamPages() {}

    static JsonPage page(StreamTraces traces, InstantSource wall) {
        return new JsonPage("/streams", true, query -> reply(traces, wall, query));
    }

    private static JsonReply reply(StreamTraces traces, InstantSource wall, JsonQuery query) {
        if (!query.name().isEmpty()) {
            return HASH.matcher(query.name()).matches()
                    ? traces.find(query.name())
                            .<JsonReply>map(stream -> new JsonReply.Page(TraceJson.one(stream)))
                            .orElseGet(JsonReply.Unknown::new)
                    : new JsonReply.Invalid(
                            "path", "hash", "must be 16 lower-case hexadecimal digits", "string_pattern_mismatch");
        }
        @Nullable String worst = query.parameters().get("worst");
        if (worst == null) {
            return new JsonReply.Page(TraceJson.list(traces.all(), wall.instant()));
        }
        Optional<Sli> sli = Stream.of(Sli.values())
                .filter(each -> each.isSpoken() && each.label().equals(worst))
                .findFirst();
        return sli.<JsonReply>map(each -> new JsonReply.Page(TraceJson.slowest(each, traces.slowest(each))))
                .orElseGet(() -> new JsonReply.Invalid("query", "worst", "must be final or first_partial", "enum"));
    }
}
