/* Runs a program and lets one of its system calls on the files of a folder fail, or kills the program at it.
 *
 *   faults FOLDER LOG count 0 0 PROGRAM [ARGUMENT...]    writes a line for each such call into LOG
 *   faults FOLDER LOG fail N ERRNO PROGRAM ...           the N-th of them (from 1) fails
 *   faults FOLDER LOG kill N 0 PROGRAM ...               the program is killed before the N-th of them
 *
 * Calls are counted over all threads. A library between the program and libc would miss calls that libraries make
 * without libc, so this uses ptrace. For Linux on x86-64 and ARM64. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

/* Where a call has its path, or its open file. */
enum { FD, PATH0, AT0, AT_TWO, FD_OR_AT };

static const struct call { long number; const char *name; int where; } calls[] = {
    {SYS_openat, "openat", AT0},          {SYS_write, "write", FD},
    {SYS_pwrite64, "pwrite64", FD},       {SYS_writev, "writev", FD},
    {SYS_fsync, "fsync", FD},             {SYS_fdatasync, "fdatasync", FD},
    {SYS_renameat, "renameat", AT_TWO},   {SYS_renameat2, "renameat2", AT_TWO},
    {SYS_linkat, "linkat", AT_TWO},       {SYS_unlinkat, "unlinkat", AT0},
    {SYS_mkdirat, "mkdirat", AT0},        {SYS_fchmod, "fchmod", FD},
    {SYS_fchmodat, "fchmodat", AT0},      {SYS_ftruncate, "ftruncate", FD},
    {SYS_flock, "flock", FD},             {SYS_read, "read", FD},
    {SYS_getdents64, "getdents64", FD},   {SYS_statx, "statx", FD_OR_AT},
    {SYS_newfstatat, "newfstatat", FD_OR_AT}, {SYS_readlinkat, "readlinkat", AT0},
#ifdef SYS_open
    {SYS_open, "open", PATH0},            {SYS_rename, "rename", PATH0},
    {SYS_link, "link", PATH0},            {SYS_unlink, "unlink", PATH0},
    {SYS_mkdir, "mkdir", PATH0},          {SYS_rmdir, "rmdir", PATH0},
    {SYS_chmod, "chmod", PATH0},          {SYS_readlink, "readlink", PATH0},
#endif
};

static const char *folder;

static void read_string(pid_t pid, unsigned long at, char *text, size_t room) {
    size_t got = 0;
    while (got + 1 < room) {
        /* Not beyond a page, which may be the last. */
        size_t step = 4096 - (at + got) % 4096;
        if (step > room - 1 - got) step = room - 1 - got;
        struct iovec to = {text + got, step}, from = {(void *)(at + got), step};
        ssize_t read = process_vm_readv(pid, &to, 1, &from, 1, 0);
        if (read <= 0) break;
        if (memchr(text + got, 0, (size_t)read)) return;
        got += (size_t)read;
    }
    text[got] = 0;
}

static void path_of_fd(pid_t pid, int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, fd == AT_FDCWD ? "/proc/%d/cwd" : "/proc/%d/fd/%d", pid, fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void path_at(pid_t pid, int fd, unsigned long at, char *path) {
    char name[PATH_MAX];
    read_string(pid, at, name, sizeof name);
    if (name[0] == '/') {
        strcpy(path, name);
        return;
    }
    path_of_fd(pid, fd, path);
    if (name[0] && strcmp(name, ".")) {
        strncat(path, "/", PATH_MAX - 1 - strlen(path));
        strncat(path, name[0] == '.' && name[1] == '/' ? name + 2 : name, PATH_MAX - 1 - strlen(path));
    }
}

/* The call that is about to be made, if it is on a file of the folder; its path is written to `path`. */
static const struct call *is_meant(pid_t pid, const struct __ptrace_syscall_info *info, char *path) {
    const unsigned long long *args = (const unsigned long long *)info->entry.args;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (calls[i].number != (long)info->entry.nr) continue;
        switch (calls[i].where) {
        case FD: path_of_fd(pid, (int)args[0], path); break;
        case PATH0: path_at(pid, AT_FDCWD, args[0], path); break;
        case AT_TWO: path_at(pid, (int)args[2], args[3], path); break;
        default: path_at(pid, (int)args[0], args[1], path);
        }
        size_t length = strlen(folder);
        int is_inside = !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
        return is_inside ? &calls[i] : NULL;
    }
    return NULL;
}

/* Replaces the number of the call, so that the system does not make it. */
static void skip_call(pid_t pid) {
#if defined(__x86_64__)
    struct user_regs_struct regs;
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    regs.orig_rax = (unsigned long)-1;
    ptrace(PTRACE_SETREGS, pid, 0, &regs);
#elif defined(__aarch64__)
    int none = -1;
    struct iovec io = {&none, sizeof none};
    ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &io);
#endif
}

static void set_result(pid_t pid, long result) {
#if defined(__x86_64__)
    struct user_regs_struct regs;
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    regs.rax = (unsigned long)result;
    ptrace(PTRACE_SETREGS, pid, 0, &regs);
#elif defined(__aarch64__)
    struct user_regs_struct regs;
    struct iovec io = {&regs, sizeof regs};
    ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &io);
    regs.regs[0] = (unsigned long)result;
    ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &io);
#endif
}

int main(int argc, char **argv) {
    if (argc < 7) return 125;
    folder = argv[1];
    FILE *log = fopen(argv[2], "w");
    int counts = !strcmp(argv[3], "count"), kills = !strcmp(argv[3], "kill");
    long wanted = atol(argv[4]), seen = 0;
    int error = atoi(argv[5]);
    pid_t failing = 0, child = fork();
    if (!log || child < 0) return 125;
    if (!child) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(argv[6], argv + 6);
        _exit(125);
    }
    int status;
    waitpid(child, &status, 0);
    ptrace(PTRACE_SETOPTIONS, child, 0,
           PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK
               | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
    ptrace(PTRACE_SYSCALL, child, 0, 0);
    for (;;) {
        pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0) return 125;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (pid != child) continue;
            fclose(log);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        int signal = WSTOPSIG(status), passed = 0;
        if (signal == (SIGTRAP | 0x80)) {
            struct __ptrace_syscall_info info;
            char path[PATH_MAX * 2];
            ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
            if (info.op == PTRACE_SYSCALL_INFO_EXIT && pid == failing) {
                set_result(pid, -error);
                failing = 0;
            } else if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
                const struct call *call = is_meant(pid, &info, path);
                if (call && ++seen == wanted && !counts) {
                    fprintf(log, "%ld %s %s\n", seen, call->name, path);
                    fflush(log);
                    if (kills) {
                        kill(child, SIGKILL);
                        continue;
                    }
                    skip_call(pid);
                    failing = pid;
                } else if (call && counts) {
                    fprintf(log, "%ld %s %s\n", seen, call->name, path);
                }
            }
        } else if (signal != SIGTRAP && signal != SIGSTOP) {
            passed = signal;
        }
        ptrace(PTRACE_SYSCALL, pid, 0, passed);
    }
}
