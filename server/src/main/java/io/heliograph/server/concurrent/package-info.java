/**
 * Permits that always come back, and things that are closed in reverse order.
 *
 * <table>
 *   <caption>Locks of this package; all are leaves: nothing is called out to and no other lock is taken while one is held</caption>
 *   <tr><th>class</th><th>lock</th><th>protects</th><th>order</th></tr>
 *   <tr><td>{@link io.heliograph.server.concurrent.AdjustableSemaphore}</td><td>a {@code ReentrantLock}, with one condition per
 *       waiter</td><td>limit, units in use, the line of waiters and their outcomes, closed</td><td>last: permits may be taken and
 *       given back under any other lock, but waited for under none</td></tr>
 *   <tr><td>{@link io.heliograph.server.concurrent.Closer}</td><td>a monitor, held for a few instructions and never while
 *       waiting</td><td>the registered parts until it is closed, closed</td><td>last; parts are closed outside it</td></tr>
 *   <tr><td>{@link io.heliograph.server.concurrent.Permit}</td><td>none; one atomic flag</td><td>that it is given back once</td>
 *       <td>takes the semaphore's lock on closing</td></tr>
 * </table>
 */
@NullMarked
package io.heliograph.server.concurrent;

import org.jspecify.annotations.NullMarked;
