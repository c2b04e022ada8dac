// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The settings of the policy. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CosignSettings.class)
class CosignSetup {}
