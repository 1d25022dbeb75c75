package io.heliograph.server.transport.grpc;

import io.heliograph.proto.DecodeProfile;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import io.heliograph.proto.Task;
import io.heliograph.proto.VADMode;
import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionDraft;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.VadMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The session messages of the wire, to and from our own words. Pure. */
final class SessionMessages {
    private SessionMessages() {}

    static SessionDraft draft(SessionRequest request) {
        return new SessionDraft(
                request.getSessionId(),
                request.getAttributesMap(),
                request.getVadModeValue(),
                request.getVadSilence(),
                request.getVadThreshold(),
                request.hasVadThresholdOverride()
                        ? OptionalDouble.of(request.getVadThresholdOverride())
                        : OptionalDouble.empty(),
                request.getRequireToken(),
                request.getLanguageCode(),
                request.getTaskValue(),
                request.getDecodeProfileValue());
    }

    static SessionResponse response(Session session) {
        SessionFacts facts = session.facts();
        Map<String, String> attributes = new LinkedHashMap<>(facts.attributes());
        attributes.put("decode_profile", facts.decodeProfile());
        if (!facts.languageCode().isEmpty()) {
            attributes.put("language_code", facts.languageCode());
        }
        return SessionResponse.newBuilder()
                .putAllAttributes(attributes)
                .setVadMode(facts.vadMode() == VadMode.AUTO_END ? VADMode.VAD_AUTO_END : VADMode.VAD_CONTINUE)
                .setVadSilence(facts.vadSilenceSec())
                .setVadThreshold(facts.vadThreshold())
                .setToken(session.token())
                .setTokenRequired(facts.tokenRequired())
                .setLanguageCode(facts.languageCode())
                .setTask(facts.task().equals("translate") ? Task.TASK_TRANSLATE : Task.TASK_TRANSCRIBE)
                .setDecodeProfile(
                        switch (facts.decodeProfile()) {
                            case "realtime" -> DecodeProfile.DECODE_PROFILE_REALTIME;
                            case "accurate" -> DecodeProfile.DECODE_PROFILE_ACCURATE;
                            default -> DecodeProfile.DECODE_PROFILE_UNSPECIFIED;
                        })
                .build();
    }
}
