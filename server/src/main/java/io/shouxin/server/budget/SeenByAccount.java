// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import io.shouxin.server.approval.WhatWasSeen;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** What budgets count, for whoever decides on a request. */
@Component
class SeenByAccount implements WhatWasSeen {

    private final BudgetTable table;

    SeenByAccount(BudgetTable table) {
        this.table = table;
    }

    @Override
    public Map<String, Seen> since(Instant since, Collection<String> accounts) {
        return table.seen(accounts, since);
    }
}
