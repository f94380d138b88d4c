/*
 * Runs a program that can open no socket: no-network PROGRAM ARGUMENT…
 *
 * The process that holds the keys is started through this. The filter is the kernel's, is inherited by whatever the program starts, and
 * cannot be taken off again. Pipes that are open already stay. Besides sockets it closes the ways around: io_uring, which opens
 * sockets of its own, and reaching into another process of the same user that may have a network.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "say the audit architecture of this machine"
#endif

/* Newer than some headers; the numbers are the same everywhere. */
#define IO_URING_SETUP 425
#define PIDFD_GETFD 438
/* On x86-64 a second table of the same calls begins here. */
#define SECOND_TABLE 0x40000000

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(SECCOMP_RET_ERRNO | EACCES)

int main(int count, char **arguments) {
  struct sock_filter rules[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SECOND_TABLE, 0, 1),
      ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
      REFUSE(__NR_socket),
      REFUSE(IO_URING_SETUP),
      REFUSE(PIDFD_GETFD),
      REFUSE(__NR_ptrace),
      REFUSE(__NR_process_vm_writev),
      ANSWER(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
  if (count < 2) {
    fputs("no-network PROGRAM ARGUMENT...\n", stderr);
    return 2;
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    fputs("this system cannot keep the signer off the network\n", stderr);
  execv(arguments[1], arguments + 1);
  perror(arguments[1]);
  return 127;
}
