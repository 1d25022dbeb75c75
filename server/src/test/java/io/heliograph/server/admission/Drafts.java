package io.heliograph.server.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What a client asks for, field by field. Confined to one thread. */
final class Drafts {
    private String id = "s";
    private final Map<String, String> attributes = new HashMap<>();
    private int vadMode;
    private double silenceSec;
    private double threshold;
    private OptionalDouble override = OptionalDouble.empty();
    private boolean token;
    private String language = "";
    private int task;
    private int profile;

    Drafts id(String value) {
        id = value;
        return this;
    }

    Drafts with(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    Drafts vadMode(int value) {
        vadMode = value;
        return this;
    }

    Drafts silenceSec(double value) {
        silenceSec = value;
        return this;
    }

    Drafts threshold(double value) {
        threshold = value;
        return this;
    }

    Drafts override(double value) {
        override = OptionalDouble.of(value);
        return this;
    }

    Drafts token() {
        token = true;
        return this;
    }

    Drafts language(String value) {
        language = value;
        return this;
    }

    Drafts task(int value) {
        task = value;
        return this;
    }

    Drafts profile(int value) {
        profile = value;
        return this;
    }

    SessionDraft draft() {
        return new SessionDraft(
                id, attributes, vadMode, silenceSec, threshold, override, token, language, task, profile);
    }
}
