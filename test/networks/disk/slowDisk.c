/*
 * A disk whose fsync and fdatasync take longer, for a process that this library is preloaded into:
 * by the milliseconds that the file CIVIC_TEST_DISK holds now. What is written is written.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef int (*sync_call)(int);

static void wait_for_disk(void) {
  const char *name = getenv("CIVIC_TEST_DISK");
  FILE *file = name == NULL ? NULL : fopen(name, "r");
  long milliseconds = 0;
  if (file == NULL) return;
  if (fscanf(file, "%ld", &milliseconds) != 1) milliseconds = 0;
  fclose(file);
  struct timespec pause = {milliseconds / 1000, (milliseconds % 1000) * 1000000};
  if (milliseconds > 0) nanosleep(&pause, NULL);
}

int fsync(int descriptor) {
  wait_for_disk();
  return ((sync_call)dlsym(RTLD_NEXT, "fsync"))(descriptor);
}

int fdatasync(int descriptor) {
  wait_for_disk();
  return ((sync_call)dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}
