// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.server.audit.CustomerNames;
import io.shouxin.server.ledger.Ledger;

import org.springframework.stereotype.Component;

/** What every entry about a request says. */
@Component
class ApprovalEntries {

    private final CustomerNames customers;
    private final Ledger ledger;

    ApprovalEntries(CustomerNames customers, Ledger ledger) {
        this.customers = customers;
        this.ledger = ledger;
    }

    Entry.Draft draft(Entry.Actor by, String action, Approval approval) {
        ExactRequest request = approval.request();
        Entry.Draft draft = ledger.draft(by, action).object("approval", approval.id()).purpose(request.purpose())
                .ticket(request.ticket().orElse(null)).register(approval.register())
                .detail("scene", request.scene()).detail("asker", request.actor())
                .detail("customers", Integer.toString(request.customers().size()))
                .detail("fields", String.join(" ", request.fields()));
        if (request.customers().size() == 1) {
            customers.reference(request.customers().get(0)).ifPresent(draft::customer);
        }
        return draft;
    }
}
