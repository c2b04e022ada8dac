// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.VerifierKey;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What a witness consists of. Named by {@link WitnessServer} and found by nobody else: the server, which scans
 * this package too, must not become a witness by the way.
 */
@EnableConfigurationProperties(WitnessSettings.class)
@ImportAutoConfiguration({ConfigurationPropertiesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
    LifecycleAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class})
class WitnessSetup {

    @Bean
    static WitnessStore witnessStore(WitnessSettings settings, @Value("${shouxin.home}") Path home) throws IOException {
        return new WitnessStore(settings.state().isEmpty() ? home.resolve("witness") : Path.of(settings.state()));
    }

    @Bean
    static WatchedLogs watchedLogs(WitnessSettings settings, WitnessStore store) {
        List<VerifierKey> logs = new ArrayList<>();
        for (int i = 0; i < settings.logs().size(); i++) {
            try {
                logs.add(VerifierKey.parse(settings.logs().get(i)));
            } catch (LedgerRefused noKey) {
                throw new IllegalStateException("shouxin.witness.logs[" + i + "] is no verifier key ("
                        + noKey.getMessage() + ").");
            }
        }
        if (settings.name().isEmpty() || logs.isEmpty()) {
            throw new IllegalStateException("A witness needs shouxin.witness.name and at least one key in "
                    + "shouxin.witness.logs.");
        }
        return new WatchedLogs(logs, store, store.signers(settings.name(), settings.mlDsa(), Clock.systemUTC()));
    }

    @Bean
    static ServletRegistrationBean<WitnessServlet> witnessServlet(WatchedLogs logs) {
        return new ServletRegistrationBean<>(new WitnessServlet(logs), "/*");
    }
}
