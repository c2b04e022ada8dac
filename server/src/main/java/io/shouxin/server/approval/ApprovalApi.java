// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Locale;

/** An application's own requests for agreement. People decide on pages, with a proof of their own. */
@RestController
@RequestMapping("/api/v1/approvals")
public class ApprovalApi {

    private final Approvals approvals;

    ApprovalApi(Approvals approvals) {
        this.approvals = approvals;
    }

    /**
     * Where a request stands.
     *
     * @param lapsesAt nobody can decide from then on
     * @param validUntil once agreed to: the door opens nothing on it from then on
     */
    public record ApprovalBody(String id, String scene, String state, Instant lapsesAt, boolean once,
            @Nullable Instant validUntil, @Nullable String note) {

        public static ApprovalBody of(Approval one) {
            return new ApprovalBody(one.id(), one.request().scene(),
                    one.state().name().toLowerCase(Locale.ROOT), one.asked().lapsesAt(), one.once(),
                    one.decided().flatMap(Approval.Decided::validUntil).orElse(null),
                    one.decided().map(Approval.Decided::note).filter(note -> !note.isEmpty()).orElse(null));
        }
    }

    @GetMapping("/{id}")
    ApprovalBody one(@PathVariable String id) {
        Approval approval = approvals.required(id);
        Caller caller = Callers.present();
        if (!approval.request().actor().equals(caller.id()) && !caller.may(Permission.LEDGER_READ)) {
            throw new Refused(Refused.Kind.UNKNOWN, "approval.refused.unknown");
        }
        return ApprovalBody.of(approval);
    }

    @PostMapping("/{id}/withdraw")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable String id) {
        approvals.withdraw(id, Callers.present());
    }
}
