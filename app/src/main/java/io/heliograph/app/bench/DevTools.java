package io.heliograph.app.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The connection by which a Chromium is told what to do. One command at a time goes out; thread-safe. */
final class DevTools implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long PATIENCE_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

    /** Connects to the address that Chromium names at its start. */
    DevTools(URI address) throws IOException, InterruptedException {
        socket = await(http.newWebSocketBuilder().buildAsync(address, new Answers()), "the browser");
    }

    /**
     * Has a command carried out.
     *
     * @param session which tab; empty = the browser itself
     * @return its result
     * @throws IOException if it failed, with the browser's reason
     */
    synchronized JsonNode call(String session, String method, Map<String, Object> parameters)
            throws IOException, InterruptedException {
        long id = ids.incrementAndGet();
        ObjectNode command = JSON.createObjectNode();
        command.put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            await(socket.sendText(command.toString(), true), method);
            JsonNode told = await(answer, method);
            if (told.has("error")) {
                throw new IOException(
                        method + ": " + told.path("error").path("message").asString());
            }
            return told.path("result");
        } finally {
            waiting.remove(id);
        }
    }

    private static <T> T await(CompletableFuture<T> future, String what) throws IOException, InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("%s: no answer within %d s".formatted(what, PATIENCE_SECONDS), e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    /** Hands each answer to whoever waits for it; what the browser tells by itself is dropped. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            message.append(part);
            if (isLast) {
                JsonNode told = JSON.readTree(message.toString());
                message.setLength(0);
                CompletableFuture<JsonNode> answer = waiting.get(told.path("id").asLong(0));
                if (answer != null) {
                    answer.complete(told);
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable problem) {
            waiting.values().forEach(answer -> answer.completeExceptionally(problem));
        }
    }
}
