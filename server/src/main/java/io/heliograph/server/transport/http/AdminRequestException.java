package io.heliograph.server.transport.http;

import java.util.List;

/** A request that is not what the endpoint takes; nothing was done. Immutable. */
final class AdminRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<AdminProblem> problems;

    AdminRequestException(List<AdminProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    static AdminRequestException of(String field, String message, String type) {
        return new AdminRequestException(List.of(new AdminProblem(List.of("body", field), message, type)));
    }

    List<AdminProblem> problems() {
        return problems;
    }
}
