package io.heliograph.server.transport.http;

import io.heliograph.server.config.Secret;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SignIn;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The control plane over HTTP, for scripts: behind the guard of contract §15.3, with the permissions and the audit of the console.
 * Whoever holds the admin token is an admin; users of the console may come with their name and password instead, and have their role.
 * Thread-safe.
 */
public final class AdminApi {
    private static final String BEARER = "bearer ";

    private final boolean isEnabled;
    private final byte[] token;
    private final Optional<AdminSignIns> signIns;
    private final List<Entry> entries;

    /** What a request of one method and path does. */
    private record Entry(String method, String path, AdminAction action) {}

    private AdminApi(boolean isEnabled, Secret token, Optional<AdminSignIns> signIns, List<Entry> entries) {
        if (isEnabled && !token.isSet()) {
            throw new IllegalArgumentException("the admin API needs a token");
        }
        this.token = token.reveal().strip().getBytes(StandardCharsets.UTF_8);
        this.isEnabled = isEnabled;
        this.signIns = signIns;
        this.entries = List.copyOf(entries);
    }

    /**
     * The API of a server.
     *
     * @param isEnabled whether anything is answered but ERR4001; only with a token
     * @param token STT_ADMIN_TOKEN
     * @param ticker for how long a sign-in is remembered
     * @param usualDrain how long the decodes of a model have that is unloaded, where the request does not say
     */
    public static AdminApi of(
            boolean isEnabled, Secret token, ControlPlane control, Ticker ticker, Supplier<Duration> usualDrain) {
        AdminLimits limits = new AdminLimits(control.limits());
        AdminSessions sessions = new AdminSessions(control.sessions());
        AdminAudit audit = new AdminAudit(control.audit());
        AdminUsers users = new AdminUsers(control.users());
        AdminModels models = new AdminModels(control.models(), usualDrain);
        AdminStore store = new AdminStore(control.store());
        return new AdminApi(
                isEnabled,
                token,
                Optional.of(new AdminSignIns(control.users(), ticker)),
                List.of(
                        new Entry("GET", "/admin/limits", limits::view),
                        new Entry("POST", "/admin/limits", limits::change),
                        new Entry("POST", "/admin/limits/preview", limits::preview),
                        new Entry("POST", "/admin/limits/rollback", limits::rollBack),
                        new Entry("GET", "/admin/limits/history", limits::history),
                        new Entry("GET", "/admin/limits/export", limits::export),
                        new Entry("GET", "/admin/sessions", sessions::list),
                        new Entry("POST", "/admin/sessions/end", sessions::end),
                        new Entry("POST", "/admin/drain", sessions::drain),
                        new Entry("POST", "/admin/undrain", sessions::undoDrain),
                        new Entry("GET", "/admin/audit", audit::page),
                        new Entry("GET", "/admin/audit/verify", audit::verify),
                        new Entry("GET", "/admin/audit/export", audit::export),
                        new Entry("GET", "/admin/users", users::list),
                        new Entry("POST", "/admin/users/create", users::create),
                        new Entry("POST", "/admin/users/reset", users::reset),
                        new Entry("POST", "/admin/users/role", users::changeRole),
                        new Entry("POST", "/admin/users/enable", users::enable),
                        new Entry("POST", "/admin/users/disable", users::disable),
                        new Entry("POST", "/admin/users/delete", users::delete),
                        new Entry("POST", "/admin/backup", store::backup),
                        new Entry("POST", "/admin/load_model", models::load),
                        new Entry("GET", "/admin/load_model_status", models::loadStatus),
                        new Entry("POST", "/admin/unload_model", models::unload),
                        new Entry("GET", "/admin/list_models", models::list)));
    }

    /** Where nothing can be controlled: no path is known. */
    public static AdminApi none() {
        return new AdminApi(false, new Secret(""), Optional.empty(), List.of());
    }

    List<HttpRoute> routes(HttpGuard guard) {
        return entries.stream()
                .map(entry -> HttpRoute.of(entry.method(), entry.path(), guarded(guard, entry.action())))
                .toList();
    }

    /** ERR4001, then ERR4004, then the action with whatever it finds wrong. */
    private HttpEndpoint guarded(HttpGuard guard, AdminAction action) {
        return call -> {
            if (!isEnabled) {
                return guard.refuse(call, ErrorCode.ADMIN_API_DISABLED);
            }
            String origin = "http " + guard.address(call);
            Operator operator;
            if (isPresentedBy(call)) {
                operator = new Operator("admin-token", Role.ADMIN, origin);
            } else {
                SignIn signIn = signIns.flatMap(users -> users.signIn(call.authorization(), origin))
                        .orElse(new SignIn.Refused(""));
                switch (signIn) {
                    case SignIn.SignedIn in -> operator = in.operator();
                    case SignIn.Refused refused -> {
                        return guard.refuse(call, ErrorCode.ADMIN_UNAUTHORIZED, refused.message());
                    }
                }
            }
            try {
                return AdminAnswers.of(action, operator, call);
            } catch (AdminRefusedException e) {
                return guard.refuse(call, e.code(), e.detail());
            }
        };
    }

    private boolean isPresentedBy(HttpCall call) {
        String header = call.authorization().strip();
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return false;
        }
        byte[] presented = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, presented);
    }
}
