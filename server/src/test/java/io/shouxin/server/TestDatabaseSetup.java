// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import io.shouxin.server.database.TestCluster;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import java.util.Map;

/**
 * Every Spring test context gets a database and a home of its own, the database configured as an
 * external PostgreSQL, so that the product's own way to a database is the one under test. A test that
 * sets {@code shouxin.db.url}, even to nothing, is left alone.
 */
final class TestDatabaseSetup implements ApplicationContextInitializer<ConfigurableApplicationContext>,
        Ordered {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (environment.containsProperty("shouxin.db.url")) {
            return;
        }
        TestCluster.Fresh database = TestCluster.fresh();
        // Last: a test's own properties win. Small pools, because contexts are cached for the whole run.
        // Before the product's defaults, which name a home that all contexts of all runs would share.
        environment.getPropertySources().addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new MapPropertySource("shouxin-test-home", Map.of("shouxin.home", database.home().toString())));
        environment.getPropertySources().addLast(new MapPropertySource("shouxin-test-database", Map.of(
                "shouxin.db.url", database.url(),
                "shouxin.db.user", database.user(),
                "shouxin.db.password", database.password(),
                "spring.datasource.hikari.maximum-pool-size", "8",
                "spring.datasource.hikari.minimum-idle", "0")));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
