package io.heliograph.server.transport.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;

/** Reads messages without ever failing. Immutable, thread-safe. */
final class StrictMarshaller<T extends MessageLite> implements MethodDescriptor.Marshaller<Parsed<T>> {
    private final Parser<T> parser;
    private final int maxBytes;

    /**
     * A marshaller.
     *
     * @param maxBytes the message's own limit, below the transport's
     */
    StrictMarshaller(Parser<T> parser, int maxBytes) {
        this.parser = parser;
        this.maxBytes = maxBytes;
    }

    @Override
    public InputStream stream(Parsed<T> value) {
        throw new IllegalStateException("requests are only read here");
    }

    @Override
    public Parsed<T> parse(InputStream stream) {
        try {
            byte[] bytes = stream.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                return Parsed.tooLarge("the message has more than %d bytes".formatted(maxBytes));
            }
            CodedInputStream input = CodedInputStream.newInstance(bytes);
            // Audio stays where it was read instead of being copied once more.
            input.enableAliasing(true);
            T message = parser.parseFrom(input);
            input.checkLastTagWas(0);
            return Parsed.of(message);
        } catch (InvalidProtocolBufferException e) {
            return Parsed.unreadable("the bytes are no protobuf message");
        } catch (StatusRuntimeException e) {
            // Inflating has passed even the transport's limit.
            return Parsed.tooLarge("the message has more than %d bytes".formatted(maxBytes));
        } catch (IOException e) {
            return Parsed.unreadable("the message cannot be read");
        }
    }
}
