// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.LocalTime;

/** @param reconcileAt when views and agreements are compared each day, in the operator's zone */
@ConfigurationProperties("shouxin.approval")
record ReconcileSettings(@DefaultValue("03:30") LocalTime reconcileAt) {}
