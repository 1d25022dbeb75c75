package io.heliograph.server.transport.http;

/** What a page has to say. */
public sealed interface JsonReply {

    /** The page, 200. */
    record Page(String json) implements JsonReply {}

    /** There is no such thing, 404. */
    record Unknown() implements JsonReply {}

    /**
     * The question makes no sense, 422 (contract §11.4).
     *
     * @param place {@code path} or {@code query}
     * @param field what of it
     * @param message what it should be
     * @param type the kind of mistake, one word
     */
    record Invalid(String place, String field, String message, String type) implements JsonReply {}
}
