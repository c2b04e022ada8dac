// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The first start of an empty system: the register of the settings takes effect, or the start fails. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@EnableConfigurationProperties(RegisterSettings.class)
class RegisterBeginning implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(RegisterBeginning.class);

    private final Registers registers;
    private final RegisterSettings settings;
    private final boolean sample;

    /** @param sample whether the sample operator is made here: it brings its own register */
    RegisterBeginning(Registers registers, RegisterSettings settings,
            @Value("${shouxin.sample.enabled:false}") boolean sample) {
        this.registers = registers;
        this.settings = settings;
        this.sample = sample;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (sample || settings.initial().isBlank() || !registers.none()) {
            return;
        }
        String yaml = read(settings.initial());
        try {
            int version = registers.begin(yaml, Entry.Actor.system("register"));
            LOG.info("Register version {} is in force, from {}", version, settings.initial());
        } catch (RuntimeException failed) {
            // Two nodes may start at once; the other one's first version serves as well.
            if (registers.none()) {
                report(failed);
                throw failed;
            }
        }
    }

    private void report(RuntimeException failed) {
        if (failed instanceof Refused refused) {
            refused.details().forEach(detail -> LOG.error("{} line {}: {} {}", settings.initial(),
                    detail.where(), detail.key(), detail.arguments()));
        }
    }

    private static String read(String place) {
        Resource resource = place.startsWith("classpath:") || place.startsWith("file:")
                ? new DefaultResourceLoader().getResource(place) : new FileSystemResource(place);
        try (InputStream in = resource.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("shouxin.register.initial cannot be read: " + place, unreadable);
        }
    }
}
