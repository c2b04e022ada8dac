// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Scene;
import io.shouxin.core.policy.Way;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.outbox.Message;
import io.shouxin.server.outbox.Outbox;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Contacts;
import io.shouxin.server.staff.Languages;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Agreement by a six-digit code (短信远程授权), for operators who need it: the approver gets it on the telephone
 * with what it is for, and tells it to whoever asked. It is the weakest of the ways: a code can be talked out of
 * somebody. So it is off unless set, goes to one approver who could decide anyway, counts five tries, and the
 * entry says that it was a code.
 */
@Service
class Codes {

    private static final int CODES = 1_000_000;
    private static final int TRIES_MAX = 5;
    private static final int SENT_MAX = 3;
    private static final String PURPOSE = "approval.code";
    private static final Duration VALID_MIN = Duration.ofSeconds(30);

    private final ApprovalTable table;
    private final Approvals approvals;
    private final ApprovalSettings settings;
    private final Outbox outbox;
    private final Contacts contacts;
    private final Languages languages;
    private final Standing standing;
    private final ApprovalWords words;
    private final PasswordEncoder hashes;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; a code touches them all.
    Codes(ApprovalTable table, Approvals approvals, ApprovalSettings settings, Outbox outbox, Contacts contacts,
            Languages languages, Standing standing, ApprovalWords words, PasswordEncoder hashes,
            TransactionTemplate transaction) {
        this.table = table;
        this.approvals = approvals;
        this.settings = settings;
        this.outbox = outbox;
        this.contacts = contacts;
        this.languages = languages;
        this.standing = standing;
        this.words = words;
        this.hashes = hashes;
        this.transaction = transaction;
    }

    /** Whether a page offers it. */
    boolean offered(Approval approval) {
        return settings.smsCodes() && outbox.sends(Message.Kind.SMS) && approval.state() == Approval.State.PROPOSED
                && approvals.scenePresent(approval).map(Scene::terms)
                        .filter(terms -> terms.ways().contains(Way.REMOTE)).isPresent();
    }

    /**
     * Sends a code to this approver. Nobody but whoever asked can have it sent, and at most three times.
     *
     * @throws Refused by the rule that keeps the approver from deciding; {@code approval.refused.no-mobile}
     */
    void send(String id, String approver, Caller asker) {
        Approval approval = mine(id, asker);
        if (!offered(approval)) {
            throw new Refused(Refused.Kind.CONFLICT, "approval.refused.no-codes");
        }
        Caller by = approver(approver);
        approvals.requireMayDecide(approval, by);
        String mobile = contacts.of(by.id()).mobile().orElseThrow(
                () -> new Refused(Refused.Kind.CONFLICT, "approval.refused.no-mobile"));
        String code = "%06d".formatted(random.nextInt(CODES));
        String hash = hashes.encode(code);
        transaction.executeWithoutResult(status -> {
            int place = table.addCode(id, by.id(), hash, approvals.now());
            if (place > SENT_MAX) {
                throw new Refused(Refused.Kind.TOO_MANY, "approval.refused.codes", Integer.toString(SENT_MAX));
            }
            Locale language = languages.of(by.id()).orElseGet(outbox::language);
            Duration left = Duration.between(approvals.now(), approval.asked().lapsesAt());
            outbox.send(new Message(Message.Kind.SMS, PURPOSE + "." + id + "." + place, PURPOSE,
                    new Message.Recipient(by.id(), SecretText.of(mobile), language), PURPOSE,
                    List.of(SecretText.of(code), SecretText.of(asker.id()),
                            SecretText.of(words.scene(approval, language)), SecretText.of(id)),
                    left.compareTo(VALID_MIN) < 0 ? VALID_MIN : left), asker.actor());
        });
    }

    /**
     * Takes the code that the approver has told.
     *
     * @throws Refused {@code approval.refused.code} when it is not the newest one's, {@code .code-tries} when that
     *     was tried too often
     */
    void take(String id, String typed, Caller asker) {
        mine(id, asker);
        // The try counts whatever becomes of it, so it is a transaction of its own, before the comparison.
        ApprovalTable.Code code = Objects.requireNonNull(transaction.execute(status -> table.tryCode(id)))
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "approval.refused.no-code"));
        if (code.tries() > TRIES_MAX) {
            throw new Refused(Refused.Kind.TOO_MANY, "approval.refused.code-tries");
        }
        if (!hashes.matches(typed.strip(), code.hash())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.code");
        }
        approvals.agreeByCode(id, approver(code.approver()));
    }

    private Approval mine(String id, Caller asker) {
        Approval approval = approvals.required(id);
        if (!approval.request().actor().equals(asker.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-yours");
        }
        return approval;
    }

    private Caller approver(String number) {
        return standing.person(number.strip().toUpperCase(Locale.ROOT)).orElseThrow(
                () -> new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-approver"));
    }
}
