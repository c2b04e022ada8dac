// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page of the scenes where the register has none. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "shouxin.register.initial=classpath:registers/default.yaml")
class NoScenesIT {

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Registers registers;

    @Test
    void saysThatThereIsNoneAndWhereOneIsProposed() {
        assertThat(registers.inForce().register().scenes()).isEmpty();
        Browser browser = new Browser(port);
        browser.signIn(someone(people, "security-administrator"), PASSWORD);
        assertThat(browser.open("/scenes").body()).contains("No scene is in force", "/register/proposals/new");
        assertThat(browser.in("zh-CN").open("/scenes").body()).contains("现行登记册没有场景");
    }
}
