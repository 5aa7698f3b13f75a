#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page names every command and option of boternityctl, and the completion offers them.

test-commands.py BOTERNITYCTL MANUAL COMPLETION
"""

import os
import re
import subprocess
import sys

program, manual, completion = sys.argv[1:4]
environment = dict(os.environ, LC_ALL='C', PATH=os.path.dirname(program) + ':' + os.environ['PATH'])
complaints = []


def read_help(*words):
    result = subprocess.run([program, *words, '--help'], capture_output=True, text=True, env=environment, check=True)
    return result.stdout


def complete(*words):
    script = ('. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _boternityctl; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    result = subprocess.run(['bash', '-c', script, 'bash', completion, 'boternityctl', *words],
                            capture_output=True, text=True, env=environment, check=True)
    return result.stdout.split()


def expect(condition, complaint):
    if not condition:
        complaints.append(complaint)


with open(manual, encoding='utf-8') as file:
    text = file.read()
commands = re.findall(r'^  ((?!boternityctl)[a-z]+(?: [a-z-]+)?) ', read_help(), re.MULTILINE)
expect(len(commands) > 20, f'only {len(commands)} commands in the help')

documented = re.findall(r'^\.It Ic ([a-z]+(?: [a-z-]+)?)(?= [A-Z]|$)', text, re.MULTILINE)
expect(sorted(documented) == sorted(commands),
       f'the manual page and the help differ in {set(documented) ^ set(commands)}')

for command in commands:
    words = command.split()
    options = re.findall(r'^  --([a-z-]+)', read_help(*words), re.MULTILINE)
    offered = complete(*words, '--')
    for option in options:
        expect(re.search(rf'\bFl -{option}\b(?!-)', text), f'{command} --{option} is not in the manual page')
        expect('--' + option in offered, f'{command} --{option} is not completed')
    expect(words[-1] in complete(*words[:-1], words[-1][:-1]), f'{command} is not completed')

print('1..1')
for complaint in complaints:
    print('#', complaint)
print('not ok' if complaints else 'ok', '1 commands')
