// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.util.Optional;

/** Where the present request came from, as the socket says; never as the caller says. */
@Component
public class Origins {

    private final String node;

    Origins(@Value("${shouxin.node:node-1}") String node) {
        this.node = node;
    }

    public Entry.Origin present() {
        Optional<String> address = Optional.ofNullable(RequestContextHolder.getRequestAttributes())
                .filter(ServletRequestAttributes.class::isInstance)
                .map(attributes -> ((ServletRequestAttributes) attributes).getRequest().getRemoteAddr());
        return new Entry.Origin(address, Optional.of(node));
    }
}
