// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseSetupIT {

    @TempDir
    Path home;

    @Configuration(proxyBeanMethods = false)
    static class Nothing {
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).run(arguments);
    }

    @Test
    void startsTheEmbeddedClusterAndStopsItWithTheContext() throws SQLException {
        DatabaseAddress address;
        try (ConfigurableApplicationContext context = start("--shouxin.db.url=", "--shouxin.home=" + home)) {
            address = new DatabaseAddress(
                    context.getEnvironment().getRequiredProperty("spring.datasource.url"),
                    context.getEnvironment().getRequiredProperty("spring.datasource.username"),
                    context.getEnvironment().getRequiredProperty("spring.datasource.password"));
            assertThat(DatabaseFixture.answer(address, "select current_user")).isEqualTo("shouxin");
        }
        assertThatThrownBy(address::connect).isInstanceOf(SQLException.class);
    }

    @Test
    void takesTheExternalOneWhereItIsConfigured() {
        TestCluster.Fresh other = TestCluster.fresh();
        try (ConfigurableApplicationContext context = start("--shouxin.db.url=" + other.url(),
                "--shouxin.db.user=" + other.user(), "--shouxin.db.password=" + other.password(),
                "--shouxin.home=" + home)) {
            assertThat(context.getEnvironment().getProperty("spring.datasource.url")).isEqualTo(other.url());
        }
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void refusesAnExternalOneThatDoesNotLetUsIn() {
        TestCluster.Fresh other = TestCluster.fresh();
        assertThatThrownBy(() -> start("--shouxin.db.url=" + other.url(),
                "--shouxin.db.user=" + other.user(), "--shouxin.db.password=guessed"))
                .isInstanceOf(DatabaseRefused.class).hasMessage("database.unreachable [28P01]");
    }
}
