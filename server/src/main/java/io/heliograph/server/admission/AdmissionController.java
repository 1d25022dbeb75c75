package io.heliograph.server.admission;

import io.heliograph.server.admission.AdmissionDecision.Rejected;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.limits.DecodeProfile;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.VadMode;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.DetectorPool;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on CreateSession: the checks of contract §2.1 in their order, the first that fails wins, and a refusal takes nothing. It
 * never waits for streams or decodes. Thread-safe.
 */
public final class AdmissionController {
    private static final int MAX_ID_BYTES = 512;
    private static final int TOKEN_BYTES = 16;

    private final SessionRegistry registry;
    private final Supplier<Limits> limits;
    private final AuthProfile authProfile;
    private final SignedTokens signedTokens;
    private final ClientRates rates;
    private final Function<String, String> modelFor;
    private final BooleanSupplier isDraining;
    private final BooleanSupplier isBackingOff;
    private final EventSink events;
    private final Ticker ticker;
    private final SecureRandom random = new SecureRandom();

    /**
     * A controller.
     *
     * @param limits what is allowed now
     * @param authProfile how calls are authenticated
     * @param signedTokens checks signatures, if the profile wants them
     * @param rates how often a client may call
     * @param modelFor the id of the model that serves a wanted id, which may be empty or unknown
     * @param isDraining whether the server stops
     * @param isBackingOff whether the server is under pressure and takes no new sessions for a while
     */
    public AdmissionController(
            SessionRegistry registry,
            Supplier<Limits> limits,
            AuthProfile authProfile,
            SignedTokens signedTokens,
            ClientRates rates,
            Function<String, String> modelFor,
            BooleanSupplier isDraining,
            BooleanSupplier isBackingOff,
            EventSink events,
            Ticker ticker) {
        this.registry = registry;
        this.limits = limits;
        this.authProfile = authProfile;
        this.signedTokens = signedTokens;
        this.rates = rates;
        this.modelFor = modelFor;
        this.isDraining = isDraining;
        this.isBackingOff = isBackingOff;
        this.events = events;
        this.ticker = ticker;
    }

    /** Registers a session of a caller without proof, or says why not. */
    public AdmissionDecision create(SessionDraft draft, String address) {
        return create(draft, address, AuthHeaders.NONE);
    }

    /**
     * Registers a session or says why not.
     *
     * @param address the peer as limits see it, empty if unknown
     * @param headers what the caller proves itself with
     */
    public AdmissionDecision create(SessionDraft draft, String address, AuthHeaders headers) {
        Limits now = limits.get();
        SessionAttributes attributes = new SessionAttributes(draft.attributes());
        ClientIdentity client = new ClientIdentity(
                address,
                attributes.apiKey(),
                ApiKeys.isListed(attributes.apiKey(), now.auth().apiKeyDigests()));
        String id = draft.sessionId().strip();
        Optional<Rejected> early = beforeAuth(id, keyNeeded(attributes, now), client);
        if (early.isPresent()) {
            return early.get();
        }
        double ttlSec = now.auth().createSessionAuthTtlSec();
        Optional<String> signature = authProfile == AuthProfile.SIGNED_TOKEN
                ? signedTokens.verified(headers, draft.sessionId(), ttlSec)
                : Optional.empty();
        if (!isProven(client, keyNeeded(attributes, now), signature.isPresent(), now)) {
            // The same words for every cause: nobody is told what to try next.
            return new Rejected(ErrorCode.CREATE_SESSION_AUTH_INVALID, "");
        }
        Optional<String> tooOften = rates.takeCall(client);
        if (tooOften.isPresent()) {
            return new Rejected(ErrorCode.CREATE_SESSION_RATE_LIMITED, tooOften.get());
        }
        DecodeProfile profile = DecodeProfiles.resolve(draft.decodeProfile(), attributes, now.recognition());
        double threshold = threshold(draft, now);
        AdmissionDecision decision = registry.register(
                id,
                client,
                now.sessions(),
                () -> behindSeats(profile, threshold),
                threshold > 0,
                () -> signature.isEmpty() || signedTokens.use(signature.get(), ttlSec),
                detector -> session(id, draft, attributes, client, profile, threshold, now, detector));
        if (decision instanceof AdmissionDecision.Admitted admitted) {
            events.record(new ServerEvent.SessionCreated(admitted.session().facts()));
        }
        return decision;
    }

    private Optional<Rejected> beforeAuth(String id, boolean keyNeeded, ClientIdentity client) {
        if (isDraining.getAsBoolean()) {
            return refused(ErrorCode.SERVER_SHUTTING_DOWN, "");
        }
        if (isBackingOff.getAsBoolean()) {
            int inUse = registry.size();
            int most = limits.get().sessions().maxSessions();
            return Optional.of(new Rejected(
                    ErrorCode.CREATE_SESSION_RATE_LIMITED,
                    "under pressure, no new sessions for a while; %d in use".formatted(inUse),
                    most <= 0 || inUse < most));
        }
        int idBytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (idBytes == 0 || idBytes > MAX_ID_BYTES) {
            return refused(ErrorCode.SESSION_ID_REQUIRED, "%d bytes".formatted(idBytes));
        }
        if (keyNeeded && client.apiKey().isEmpty()) {
            return refused(ErrorCode.API_KEY_MISSING, "");
        }
        return Optional.empty();
    }

    private boolean keyNeeded(SessionAttributes attributes, Limits now) {
        return now.auth().requireApiKey() || authProfile == AuthProfile.API_KEY || attributes.isApiKeyRequired();
    }

    private boolean isProven(ClientIdentity client, boolean keyNeeded, boolean isSigned, Limits now) {
        boolean keysAreLabels = now.auth().apiKeyDigests().isEmpty();
        boolean keyCounts = !keyNeeded || keysAreLabels || client.isVerified();
        return keyCounts
                && switch (authProfile) {
                    case NONE, API_KEY -> true;
                    case SIGNED_TOKEN -> isSigned;
                    case UNKNOWN -> false;
                };
    }

    private static Optional<Rejected> behindSeats(DecodeProfile profile, double threshold) {
        List<String> unknown = profile.unknownOptions();
        if (!unknown.isEmpty()) {
            return refused(ErrorCode.DECODE_OPTION_INVALID, String.join(",", unknown));
        }
        if (!(threshold >= 0)) {
            return refused(ErrorCode.VAD_THRESHOLD_NEGATIVE, "");
        }
        return Optional.empty();
    }

    private Session session(
            String id,
            SessionDraft draft,
            SessionAttributes attributes,
            ClientIdentity client,
            DecodeProfile profile,
            double threshold,
            Limits now,
            DetectorPool.@Nullable Lease detector) {
        double silence =
                draft.vadSilenceSec() > 0 ? draft.vadSilenceSec() : now.speech().silenceSec();
        String language = Languages.resolve(draft.languageCode());
        if (language.isEmpty()
                && draft.languageCode().isBlank()
                && now.recognition().languageFix()) {
            language = Languages.resolve(now.recognition().language());
        }
        String task = switch (draft.task()) {
            case 1 -> "transcribe";
            case 2 -> "translate";
            default -> taskName(now.recognition().task());
        };
        SessionFacts facts = new SessionFacts(
                id,
                draft.vadMode() == 1 ? VadMode.AUTO_END : VadMode.CONTINUE,
                draft.requireToken(),
                profile.name(),
                language,
                task,
                silence,
                threshold,
                attributes.echoed(),
                modelFor.apply(attributes.modelId().orElse("")));
        SessionSettings settings = new SessionSettings(
                EndpointRules.ofSeconds(
                        threshold,
                        silence,
                        now.speech().preRollSec(),
                        now.speech().tailSec()),
                new DecodeOptions(language, task, profile.options()),
                attributes.wantsPartials(),
                attributes.emitFinalOnVad(now.partials().emitFinalOnVad()),
                attributes.isBatchUpload(),
                now.capture().persistAudio());
        return new Session(facts, settings, client, draft.requireToken() ? newToken() : "", ticker.nanos(), detector);
    }

    /** The override beats the field, 0 in the field is the default; NaN and negative numbers pass through to be refused. */
    private static double threshold(SessionDraft draft, Limits now) {
        if (draft.vadThresholdOverride().isPresent()) {
            return draft.vadThresholdOverride().getAsDouble();
        }
        return draft.vadThreshold() == 0 ? now.speech().threshold() : draft.vadThreshold();
    }

    /** An unknown name means transcribe. */
    private static String taskName(String configured) {
        return configured.equals("translate") ? configured : "transcribe";
    }

    private String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    private static Optional<Rejected> refused(ErrorCode code, String detail) {
        return Optional.of(new Rejected(code, detail));
    }
}
