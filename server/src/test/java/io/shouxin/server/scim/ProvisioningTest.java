// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The whole server over real HTTP, with two groups that give a role. Every class that bears it shares one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "shouxin.scim.roles=Hotline=care-agent, Hotline night=care-agent")
@Import(Provider.class)
@interface ProvisioningTest {}
