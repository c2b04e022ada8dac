// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Scene;
import io.shouxin.server.staff.DepartmentHeads;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.util.Optional;

/**
 * The head of the asker's department answers for all scenes alike. A plan of responsibilities that tells scenes and
 * classes apart implements {@link Accountable} too and is the primary one.
 */
@Component
class HeadIsAccountable implements Accountable {

    private final DepartmentHeads heads;

    HeadIsAccountable(DepartmentHeads heads) {
        this.heads = heads;
    }

    @Override
    public Optional<Person> of(Scene scene, Person asker) {
        return heads.above(asker);
    }
}
