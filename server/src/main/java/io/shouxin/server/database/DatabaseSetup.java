// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives Spring its database, and {@code shouxin.home} its default, {@code var}. Runs as a context
 * initializer: the environment and the log are ready, and no bean exists yet that could have opened a
 * connection elsewhere.
 */
final class DatabaseSetup implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    static final String PROPERTY_SOURCE = "shouxin-database";
    private static final String HOME = "shouxin.home";
    private static final String DEFAULT_HOME = "var";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (!environment.containsProperty(HOME)) {
            environment.getPropertySources().addLast(
                    new MapPropertySource("shouxin-home", Map.of(HOME, DEFAULT_HOME)));
        }
        DatabaseSettings settings = Binder.get(environment)
                .bindOrCreate(DatabaseSettings.PREFIX, DatabaseSettings.class);
        DatabaseAddress address = settings.external()
                ? ExternalDatabase.checked(settings)
                : embedded(context, Path.of(environment.getRequiredProperty(HOME)));
        environment.getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, Map.of(
                "spring.datasource.url", address.url(),
                "spring.datasource.username", address.user(),
                "spring.datasource.password", address.password())));
    }

    private static DatabaseAddress embedded(ConfigurableApplicationContext context, Path home) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
        // Disposable beans end in the reverse order of their registration, and none is older than this
        // one: the cluster stops after the last pool has given its connections back.
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("embeddedPostgres", postgres::close);
        return postgres.application();
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
