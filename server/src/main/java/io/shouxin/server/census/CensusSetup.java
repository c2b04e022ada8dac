// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The settings of the census. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CensusSettings.class)
class CensusSetup {}
