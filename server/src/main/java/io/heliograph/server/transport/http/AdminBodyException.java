package io.heliograph.server.transport.http;

import java.util.List;

/** A request whose body is not what the endpoint takes; nothing was done. Immutable. */
final class AdminBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<AdminProblem> problems;

    AdminBodyException(List<AdminProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    static AdminBodyException of(String field, String message, String type) {
        return new AdminBodyException(List.of(new AdminProblem(List.of("body", field), message, type)));
    }

    List<AdminProblem> problems() {
        return problems;
    }
}
