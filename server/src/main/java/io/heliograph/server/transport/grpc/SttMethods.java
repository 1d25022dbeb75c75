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
    /** A SessionRequest beyond this is refused whatever the receive limit says (contract §1). */
    private static final int MAX_SESSION_REQUEST_BYTES = 256 * 1024;

    static final MethodDescriptor<Parsed<SessionRequest>, SessionResponse> CREATE_SESSION =
            MethodDescriptor.<Parsed<SessionRequest>, SessionResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(STTBackendGrpc.getCreateSessionMethod().getFullMethodName())
                    .setRequestMarshaller(new StrictMarshaller<>(SessionRequest.parser(), MAX_SESSION_REQUEST_BYTES))
                    .setResponseMarshaller(ProtoUtils.marshaller(SessionResponse.getDefaultInstance()))
                    .build();

    static final MethodDescriptor<Parsed<AudioChunk>, STTResult> STREAMING_RECOGNIZE =
            MethodDescriptor.<Parsed<AudioChunk>, STTResult>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(
                            STTBackendGrpc.getStreamingRecognizeMethod().getFullMethodName())
                    .setRequestMarshaller(new StrictMarshaller<>(AudioChunk.parser(), Integer.MAX_VALUE - 1))
                    .setResponseMarshaller(ProtoUtils.marshaller(STTResult.getDefaultInstance()))
                    .build();

    private SttMethods() {}
}
