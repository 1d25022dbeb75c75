package io.heliograph.server.transport.http;

import java.util.List;

/**
 * One thing that is wrong with a request (contract §11.4 step 4). Immutable.
 *
 * @param location where: {@code body} and the names down to it
 * @param message what is wrong, one line
 * @param type kind of fault, in a word
 */
record AdminProblem(List<String> location, String message, String type) {

    AdminProblem {
        location = List.copyOf(location);
    }
}
