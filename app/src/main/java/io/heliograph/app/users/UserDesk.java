package io.heliograph.app.users;

import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import io.heliograph.server.control.UsersControl;
import java.util.List;

/** The users, wherever they are kept; each change takes a reason. Implementations are confined to the calling thread. */
interface UserDesk {

    /** All of them. */
    List<UserView> list() throws ServerAnswerException, InterruptedException;

    /** Adds one and gives the one-time password. */
    String create(String name, Role role, String reason) throws ServerAnswerException, InterruptedException;

    /** Adds one who has a password. */
    void create(String name, Role role, char[] password, String reason)
            throws ServerAnswerException, InterruptedException;

    /** Gives a one-time password. */
    String reset(String name, String reason) throws ServerAnswerException, InterruptedException;

    /** Gives that password. */
    void reset(String name, char[] password, String reason) throws ServerAnswerException, InterruptedException;

    /** Changes what one may do. */
    void changeRole(String name, Role role, String reason) throws ServerAnswerException, InterruptedException;

    /** Whether one may sign in. */
    void setEnabled(String name, boolean isEnabled, String reason) throws ServerAnswerException, InterruptedException;

    /** Removes one. */
    void delete(String name, String reason) throws ServerAnswerException, InterruptedException;

    /** The users of a database that is open. */
    static UserDesk of(UsersControl users, Operator self) {
        return new UserDesk() {
            @Override
            public List<UserView> list() {
                return users.list(self);
            }

            @Override
            public String create(String name, Role role, String reason) {
                return users.create(self, name, role, reason);
            }

            @Override
            public void create(String name, Role role, char[] password, String reason) {
                users.createWithPassword(self, name, role, password, reason);
            }

            @Override
            public String reset(String name, String reason) {
                return users.resetPassword(self, name, reason);
            }

            @Override
            public void reset(String name, char[] password, String reason) {
                users.resetToPassword(self, name, password, reason);
            }

            @Override
            public void changeRole(String name, Role role, String reason) {
                users.setRole(self, name, role, reason);
            }

            @Override
            public void setEnabled(String name, boolean isEnabled, String reason) {
                users.setEnabled(self, name, isEnabled, reason);
            }

            @Override
            public void delete(String name, String reason) {
                users.delete(self, name, reason);
            }
        };
    }
}
