// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.page.Waiting;

import org.springframework.stereotype.Component;

import java.util.List;

/** Requests that wait for the present reader, on the overview. */
@Component
class ApprovalWaiting implements Waiting {

    private final Approvals approvals;
    private final ApprovalWords words;

    ApprovalWaiting(Approvals approvals, ApprovalWords words) {
        this.approvals = approvals;
        this.words = words;
    }

    @Override
    public List<Item> items() {
        return Callers.known().map(approvals::waitingFor).orElse(List.of()).stream().map(one -> {
            ApprovalView.Row row = words.row(one);
            return new Item(words.of("approval.waiting", row.who(), row.title()), row.what(), "/approvals/" + one.id(),
                    "shield-lock", one.asked().at());
        }).toList();
    }
}
