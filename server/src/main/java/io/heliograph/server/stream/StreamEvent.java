package io.heliograph.server.stream;

import io.heliograph.server.decode.DecodeJob;
import io.heliograph.server.error.StatusName;

/** What can happen to a stream from outside; all of it reaches the stream's thread through its inbox. Immutable. */
sealed interface StreamEvent {

    /** A message came; {@code arrivalNanos} is when it was completely read. */
    record ChunkArrived(ClientChunk chunk, long arrivalNanos) implements StreamEvent {}

    /** The client will send no more. */
    record InputEnded(long arrivalNanos) implements StreamEvent {}

    /** What came is no message of the contract, or too large a one. */
    record Unreadable(StatusName status, String detail) implements StreamEvent {}

    /** The call was cancelled, its deadline passed, or its connection is gone. */
    record ClientGone() implements StreamEvent {}

    /** The transport takes messages again. */
    record LinkReady() implements StreamEvent {}

    /** A decode ended. */
    record DecodeEnded(DecodeJob job) implements StreamEvent {}

    /** A queued partial made room for somebody's settled decode. */
    record PartialEvicted(DecodeJob job) implements StreamEvent {}

    /** Another stream needed room: the head of the buffer is owed. */
    record AudioTaken() implements StreamEvent {}

    /** Memory is short, and this stream holds most of it: settle and end. */
    record MemoryShort(long heldBytes) implements StreamEvent {}

    /** The server stops: settle and end. */
    record ServerStopping() implements StreamEvent {}

    /** No event came before the deadline. */
    record DeadlinePassed() implements StreamEvent {}
}
