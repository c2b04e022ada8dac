// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import java.security.Security;

/**
 * A witness of other people's logs (C2SP tlog-witness) as a process of its own: {@code ./shouxin witness}. It
 * has no database and no page, so that a regulator, an auditor or another department can run it anywhere;
 * all it keeps lies in one folder.
 */
public final class WitnessServer {

    private static final String OURS = "io.shouxin.";

    private WitnessServer() {}

    public static void main(String[] args) {
        run(args);
    }

    static ConfigurableApplicationContext run(String... args) {
        // Behind all others: for logs that sign with SM2, and for ML-DSA where this Java has none.
        Security.addProvider(new BouncyCastleProvider());
        SpringApplication application = new SpringApplication(WitnessSetup.class);
        // The server's own preparations open a database, which there is none of here.
        application.setInitializers(application.getInitializers().stream()
                .filter(one -> !one.getClass().getName().startsWith(OURS))
                .<ApplicationContextInitializer<?>>map(one -> one).toList());
        return application.run(args);
    }
}
