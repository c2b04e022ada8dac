package io.shouxin.core.plan; final class Plan {}
