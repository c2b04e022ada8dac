// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.policy.Register;
import io.shouxin.fuzz.Seeds;
import java.nio.charset.StandardCharsets;

/** The register of the sample operator, for targets that read by it. */
public final class RegisterFile {

    static final String PATH = "server/src/main/resources/registers/sample.yaml";

    private RegisterFile() {
    }

    public static Register sample() {
        return RegisterYaml.read(new String(Seeds.file(PATH), StandardCharsets.UTF_8)).register().orElseThrow();
    }
}
