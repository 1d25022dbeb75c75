package io.heliograph.server.transport.http;

import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;

/** What an operator asks for over HTTP. Implementations are thread-safe; they may wait for the store. */
@FunctionalInterface
interface AdminAction {

    /**
     * Does it.
     *
     * @throws ControlException if it is not done
     * @throws AdminRequestException if the request's own form is wrong
     */
    HttpAnswer answer(Operator operator, HttpCall call);
}
