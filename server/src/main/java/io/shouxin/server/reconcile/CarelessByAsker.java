// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.CarelessReasons;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many careless reasons each has given, for whoever decides on a request. */
@Component
class CarelessByAsker implements CarelessReasons {

    @Override
    public Map<String, Integer> among(Collection<Approval> some) {
        return Careless.among(List.copyOf(some)).stream().collect(Collectors.groupingBy(
                one -> one.approval().request().actor(), Collectors.summingInt(one -> 1)));
    }
}
