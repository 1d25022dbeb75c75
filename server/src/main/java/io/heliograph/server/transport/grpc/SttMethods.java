package io.heliograph.server.transport.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;

/** The two methods with marshallers of our own. Immutable. */
final class SttMethods {
    static final String CREATE_SESSION = STTBackendGrpc.getCreateSessionMethod().getFullMethodName();
    static final String STREAMING_RECOGNIZE =
            STTBackendGrpc.getStreamingRecognizeMethod().getFullMethodName();

    /** A SessionRequest beyond this is refused whatever the receive limit says (contract §1). */
    private static final int MAX_SESSION_REQUEST_BYTES = 256 * 1024;

    private SttMethods() {}

    static MethodDescriptor<Parsed<SessionRequest>, SessionResponse> createSession(int maxReceiveBytes) {
        return MethodDescriptor.<Parsed<SessionRequest>, SessionResponse>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(CREATE_SESSION)
                .setRequestMarshaller(new StrictMarshaller<>(
                        SessionRequest.parser(), Math.min(MAX_SESSION_REQUEST_BYTES, maxReceiveBytes)))
                .setResponseMarshaller(ProtoUtils.marshaller(SessionResponse.getDefaultInstance()))
                .build();
    }

    static MethodDescriptor<Parsed<AudioChunk>, STTResult> streamingRecognize(int maxReceiveBytes) {
        return MethodDescriptor.<Parsed<AudioChunk>, STTResult>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(STREAMING_RECOGNIZE)
                .setRequestMarshaller(new StrictMarshaller<>(AudioChunk.parser(), maxReceiveBytes))
                .setResponseMarshaller(ProtoUtils.marshaller(STTResult.getDefaultInstance()))
                .build();
    }
}
