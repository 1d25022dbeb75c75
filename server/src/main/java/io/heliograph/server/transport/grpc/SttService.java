package io.heliograph.server.transport.grpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.server.admission.AdmissionController;
import io.heliograph.server.stream.RecognitionStream;
import io.heliograph.server.stream.StreamInbox;
import io.heliograph.server.stream.StreamServices;
import java.util.Map;
import java.util.stream.Stream;

/** The service {@code stt.STTBackend}, ready for any gRPC listener. Thread-safe. */
public final class SttService implements BindableService {
    private static final Metadata.Key<String> SESSION_ID =
            Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> SESSION_ID_ALIAS =
            Metadata.Key.of("session_id", Metadata.ASCII_STRING_MARSHALLER);

    private final AdmissionController admission;
    private final StreamServices services;
    private final int maxReceiveBytes;
    private final long maxSendBytes;

    /**
     * The service.
     *
     * @param maxReceiveBytes largest message taken, inflated
     * @param maxSendBytes largest result message; ≤ 0 = without a bound
     */
    public SttService(AdmissionController admission, StreamServices services, int maxReceiveBytes, long maxSendBytes) {
        this.admission = admission;
        this.services = services;
        this.maxReceiveBytes = maxReceiveBytes;
        this.maxSendBytes = maxSendBytes;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(STTBackendGrpc.SERVICE_NAME)
                .addMethod(
                        SttMethods.createSession(maxReceiveBytes),
                        (call, headers) -> new CreateSessionCall(call, admission, AuthMetadata.of(headers)))
                .addMethod(SttMethods.streamingRecognize(maxReceiveBytes), this::stream)
                .build();
    }

    private ServerCall.Listener<Parsed<AudioChunk>> stream(
            ServerCall<Parsed<AudioChunk>, STTResult> call, Metadata headers) {
        String sessionId = sessionId(headers);
        CallTracer tracer = CallTracer.current();
        tracer.session(sessionId);
        tracer.client(ClientHash.of(Map.of(), CreateSessionCall.peerAddress(call)));
        StreamInbox inbox = new StreamInbox(services.ticker());
        StreamingCall listener = new StreamingCall(call, inbox, tracer, maxSendBytes);
        RecognitionStream stream = new RecognitionStream(services, listener, inbox, sessionId);
        Thread.ofVirtual().name("stream-new").start(stream::run);
        return listener;
    }

    /** The first of the two names that is not blank, trimmed. */
    private static String sessionId(Metadata headers) {
        return Stream.of(SESSION_ID, SESSION_ID_ALIAS)
                .map(headers::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst()
                .orElse("");
    }
}
