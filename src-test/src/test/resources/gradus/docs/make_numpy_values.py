"""Computes the left column of docs/from-numpy.md for FromNumpyTest: python3 make_numpy_values.py ../../../../../../docs/from-numpy.md > numpy_values.txt"""
import os
import re
import sys
import tempfile

import numpy as np

a = (np.arange(12.0).reshape(3, 4) - 5.5) / 4
c = np.sin(np.arange(12.0)).reshape(3, 4)
b = np.array([0.5, 1.0, 2.0, 4.0])
m = np.cos(np.arange(8.0)).reshape(4, 2)
i = np.array([2, 0, 1])
p = c > 0.5
folder = tempfile.mkdtemp()
npy = os.path.join(folder, 'a.npy')
npz = os.path.join(folder, 'a.npz')


def value(expression):
    """What an expression gives, or what it changed or wrote."""
    global x
    x = np.arange(10)
    given = eval(expression)
    if given is not None:
        return given
    return x if '(x)' in expression else np.load(npy) if '(npy' in expression else np.load(npz)['a']


for name in 'acbm':
    print('# ' + name, ' '.join(float(v).hex() for v in globals()[name].ravel()))
for line in open(sys.argv[1], encoding='utf-8'):
    row = re.match(r'\| `(.*)` \| `(.*)` \|$', line)
    if row:
        numbers = np.asarray(value(row.group(1))).ravel()
        print(row.group(1), ' '.join(float(v).hex() for v in numbers), sep='\t')
