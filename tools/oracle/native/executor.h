/* The process under test. */
#pragma once

/* Serves commands on a channel until the controller goes away; never returns. */
void executor_run(int channel);
