// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.server.problem.FormWithFile;

import org.springframework.stereotype.Component;

/** A change of the register may come as a file. It is policy: no customer is in it. */
@Component
class ProposedFile implements FormWithFile {

    @Override
    public String address() {
        return ProposePages.FORM;
    }
}
