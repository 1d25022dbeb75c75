package io.heliograph.server.transport.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes too long over what costs a client nothing: TLS, preface and first settings, then each frame
 * but those with data, a block of headers with all its continuations counting as one. gRPC bounds the TLS handshake alone;
 * everything else would last until the keep-alive finds the peer. Data may come as slowly as the network brings it. Confined to
 * the connection's event loop.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    private static final int PREFACE_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 9;

    // RFC 9113, section 6.
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private final long timeoutMillis;

    /** Of the frame's length, only the 24 bits that its header has. */
    private int payloadBytes;

    private int type;
    private int flags;
    private int headerBytes;
    /** Bytes to come of the preface or a frame's payload. */
    private int bytesLeft = PREFACE_BYTES;

    private boolean isOpening = true;
    private boolean isBlockOpen;
    /** What has come to its end; a deadline holds for one of them. */
    private long completed;

    private long watched;
    private @Nullable Future<?> deadline;

    private HeaderDeadline(Duration timeout) {
        this.timeoutMillis = timeout.toMillis();
    }

    /** Holds a connection that was just accepted to it, from the moment it is active. */
    static void watch(Channel connection, Duration timeout) {
        connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                // TLS, if there is some, is put into the pipeline by this.
                context.fireChannelActive();
                ChannelPipeline pipeline = context.pipeline();
                ChannelHandlerContext tls = pipeline.context(SslHandler.class);
                pipeline.addAfter((tls == null ? context : tls).name(), null, new HeaderDeadline(timeout));
                pipeline.remove(this);
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        arm(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        disarm();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            follow(bytes);
            if (!isAwaited()) {
                disarm();
            } else if (deadline == null || watched != completed) {
                disarm();
                arm(context);
            }
        }
        context.fireChannelRead(message);
    }

    /** Whether something has begun that must end in time. */
    private boolean isAwaited() {
        return isOpening || isBlockOpen || headerBytes > 0 || (bytesLeft > 0 && type != DATA);
    }

    private void follow(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int at = bytes.readerIndex();
        while (at < end) {
            if (bytesLeft > 0) {
                int count = Math.min(bytesLeft, end - at);
                at += count;
                bytesLeft -= count;
                if (bytesLeft == 0) {
                    ended();
                }
            } else {
                header(bytes.getUnsignedByte(at));
                at++;
            }
        }
    }

    /** One more byte of a frame's header: length, type, flags, stream. */
    private void header(int value) {
        switch (headerBytes) {
            case 0 -> payloadBytes = value;
            case 1, 2 -> payloadBytes = payloadBytes << 8 | value;
            case 3 -> type = value;
            case 4 -> flags = value;
            default -> {
                // The stream does not matter here.
            }
        }
        headerBytes++;
        if (headerBytes == FRAME_HEADER_BYTES) {
            headerBytes = 0;
            bytesLeft = payloadBytes;
            isOpening = false;
            if (bytesLeft == 0) {
                ended();
            }
        }
    }

    private void ended() {
        if (isOpening) {
            return; // the preface; the first frame belongs to it
        }
        isBlockOpen = (type == HEADERS || type == CONTINUATION) && (flags & END_HEADERS) == 0;
        if (!isBlockOpen) {
            completed++;
        }
    }

    private void arm(ChannelHandlerContext context) {
        watched = completed;
        deadline = context.executor().schedule(() -> close(context), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the connection to be gone
    private static void close(ChannelHandlerContext context) {
        context.close();
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
